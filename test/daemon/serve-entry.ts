// A daemon as a process of its own, without the executable: node serve-entry.ts HOME
import { serve } from "../../src/daemon/serve.ts";
import { locateHome } from "../../src/platform/home.ts";

process.exitCode = await serve(locateHome(process.argv[2]));
