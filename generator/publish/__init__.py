"""Register → public view → pages. Only the plugin and `build` know MkDocs; the stamping does not."""
