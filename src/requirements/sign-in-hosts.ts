/** The sign-in host of each of Microsoft's clouds, by the name that .ecmarc uses. */
export const signInHosts = {
  public: 'login.microsoftonline.com',
  usgov: 'login.microsoftonline.us',
  china: 'login.partner.microsoftonline.cn',
};
