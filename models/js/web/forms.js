// Blob, File and FormData, and how they are written: made when somebody asks for one. Before that nothing can be one.
import forms, { made } from "later:./later/forms.js";

export { forms };
export const isBlob = (v) => made()?.isBlob(v) ?? false;
export const isFile = (v) => made()?.isFile(v) ?? false;
export const isFormData = (v) => made()?.isFormData(v) ?? false;
export const bytesOfBlob = (blob) => forms().bytesOfBlob(blob);
export const typedBlob = (bytes, type) => forms().typedBlob(bytes, type);
