// The editor comes without types; what of it is used is written anew in editor.js.
declare module "@json-editor/json-editor/src/*";
