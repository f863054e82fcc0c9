import { effect, has } from "../act.ts";
import { outputFlow } from "../flow.ts";
import type { Behaviour } from "./program.ts";

export const publishes: Behaviour = {
  options: {
    "-p --package --manifest-path --registry --index --token --host --key -k --source -s --otp -C --config --target-dir --allow-dirty-x":
      "value",
  },
  does: (run) => {
    if (!has(run, "-n", "--dry-run", "--help", "--snapshot")) effect(run, "package:publish");
    return outputFlow;
  },
};
