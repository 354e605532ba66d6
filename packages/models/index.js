/** The folder with the model files and `models.json`, which lists them. */
export const directory = new URL('./', import.meta.url);
