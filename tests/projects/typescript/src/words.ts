export const welcome: string = "welcome";
