/** The folder of the compiled environments, for `loadEnvironment` of `@strata/core`. */
export const environmentsDirectory = __dirname;
