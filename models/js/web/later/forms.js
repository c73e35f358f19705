export { Blob, File, bytesOfBlob, isBlob, isFile, typedBlob } from "./blob.js";
export { FormData, isFormData } from "./form_data.js";
export { formReader, multipart } from "./multipart.js";
