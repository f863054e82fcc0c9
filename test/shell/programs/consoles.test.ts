import { expect, test } from "vitest";
import { reportOf } from "../report-of.ts";

/** Consoles run code that they are given, whatever they are the console of. */
test.for([
  `python manage.py shell -c 'import os; os.system("rm -rf ~/x")'`,
  `echo 'import os; os.system("rm -rf ~/x")' | python3 manage.py shell`,
  `./manage.py shell_plus --command='import shutil; shutil.rmtree("/home/u/x")'`,
  `django-admin shell -c 'import os; os.system("rm -rf ~/x")'`,
  `flask shell <<< 'import os; os.system("rm -rf ~/x")'`,
  `bin/rails runner 'system("rm -rf ~/x")'`,
  `bundle exec rails runner -e production 'system("rm -rf ~/x")'`,
  `echo 'system("rm -rf ~/x")' | rails console`,
  `php artisan tinker --execute='system("rm -rf ~/x");'`,
  `psysh <<< 'system("rm -rf ~/x");'`,
  `wp eval 'system("rm -rf ~/x");'`,
  `drush php:eval 'system("rm -rf ~/x");'`,
  `ipython <<< '!rm -rf ~/x'`,
  `ipython -c '!rm -rf ~/x'`,
  `mix run -e 'System.cmd("rm", ["-rf", "/home/u/x"])'`,
  `sbt 'eval "rm -rf /home/u/x".!'`,
  `amm -c '"rm -rf /home/u/x".!'`,
  `printf '{"cells":[{"cell_type":"code","source":["!rm -rf ~/x"]}]}' > a.ipynb && jupyter nbconvert --execute a.ipynb`,
])("%s deletes", (command) => expect(reportOf(command).deletes).toEqual(["/home/u/x"]));

test.for([
  `python manage.py shell -c 'print(1)'`,
  `python manage.py migrate`,
  `rails runner 'puts User.count'`,
  `rails runner script/fix.rb`,
  `php artisan migrate`,
  `jupyter nbconvert --to html a.ipynb`,
  `printf '{"cells":[{"cell_type":"markdown","source":["!rm -rf ~/x"]}]}' > a.ipynb && jupyter execute a.ipynb`,
])("%s deletes nothing", (command) => {
  expect(reportOf(command).deletes).toEqual([]);
  expect(reportOf(command).effects).toEqual([]);
});

test.for(["python manage.py flush", "php artisan migrate:fresh", "wp db drop --yes"])("%s", (command) =>
  expect(reportOf(command).effects).toContain("db:drop"),
);

test("php artisan migrate executes", () =>
  expect(reportOf("php artisan migrate").executes).toEqual(["/home/u/app/artisan"]));
