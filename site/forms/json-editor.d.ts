// The library comes without types. What its classes have is taken as it comes: ours say what they make of it.
declare module "@json-editor/json-editor/src/editor.js" {
  export class AbstractEditor {
    [name: string]: any;
    boxes: any;
    fault: any;
    input: any;
    label: any;
    none: any;
    type: any;
    static prototype: Record<string, any>;
  }
}
declare module "@json-editor/json-editor/src/theme.js" {
  export class AbstractTheme {
    constructor(editor: any, options?: any);
  }
}
declare module "@json-editor/json-editor/src/editors/array.js" {
  export class ArrayEditor {
    [name: string]: any;
    add_row_button: any;
    controls: any;
    fault: any;
    header: any;
    row_holder: any;
    rows: any[];
    serialized: any;
    value: any;
  }
}
declare module "@json-editor/json-editor/src/editors/object.js" {
  export class ObjectEditor {
    [name: string]: any;
    editor_holder: any;
    editors: Record<string, any>;
    fault: any;
    header: any;
    isBuilt: any;
    isRow: any;
    row_container: any;
    title_controls: any;
  }
}
declare module "@json-editor/json-editor/src/core.js" {
  export const JSONEditor: any;
}
declare module "@json-editor/json-editor/src/validator.js" {
  export const Validator: any;
}
