/** The folder with the model files and `models.json`, which lists them. */
export declare const directory: URL;
