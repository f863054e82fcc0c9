/** A Chromium profile's logins, cookies and card data. */
export function browserProfile(root: string): readonly string[] {
  const names = [
    "cookies*",
    "login data*",
    "web data*",
    "local state",
    "history*",
    "local storage/**",
    "session storage/**",
    "sessions/**",
    "local extension settings/**",
    "network/cookies*",
  ];
  return names.map((name) => `${root.replace(/\/\*\*$/, "")}/**/${name}`);
}

export function firefoxProfile(root: string): readonly string[] {
  const names = [
    "logins.json",
    "key3.db",
    "key4.db",
    "cookies.sqlite*",
    "signons.sqlite",
    "formhistory.sqlite",
    "places.sqlite*",
    "cert9.db",
  ];
  return names.map((name) => `${root.replace(/\/\*\*$/, "")}/**/${name}`);
}
