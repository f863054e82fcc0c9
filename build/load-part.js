// Put around the bundle of `main` in the executable, as the `require` it sees: answers require("part:NAME") from the
// assets. V8 takes a part's code from its cache, which is checked against the runtime's version; one that does not
// fit is only slower.
const loadedParts = new Map();

function loadPart(name) {
  const { getRawAsset } = require("node:sea");
  const { Script } = require("node:vm");
  const source = Buffer.from(getRawAsset(`${name}.js`)).latin1Slice();
  const script = new Script(source, {
    filename: `prempti:${name}.js`,
    cachedData: readCache(getRawAsset, name),
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, requirePart, module);
  return module.exports;
}

function readCache(getRawAsset, name) {
  try {
    return Buffer.from(getRawAsset(`${name}.cache`));
  } catch {
    return undefined; // A binary built for another platform than the builder's has none.
  }
}

function requirePart(id) {
  if (!id.startsWith("part:")) return require(id);
  const name = id.slice("part:".length);
  if (!loadedParts.has(name)) loadedParts.set(name, loadPart(name));
  return loadedParts.get(name);
}
