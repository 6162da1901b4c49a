// What a single executable runs first: loads the pieces that it carries as they are required.
'use strict';
const { getAsset } = require('node:sea');
const { pathToFileURL } = require('node:url');
const { compileFunction } = require('node:vm');

const parameters = ['exports', 'require', 'module', 'moduleUrl'];
const moduleUrl = pathToFileURL(process.execPath).href;
const loaded = new Map();

function load(name) {
  if (!name.startsWith('./')) return require(name);
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const piece = name.slice(2);
  const module = { exports: {} };
  loaded.set(name, module);
  const run = compileFunction(getAsset(piece, 'utf8'), parameters, { filename: `ecma-doctor/${piece}` });
  run(module.exports, load, module, moduleUrl);
  return module.exports;
}

load('./stdin.js');
