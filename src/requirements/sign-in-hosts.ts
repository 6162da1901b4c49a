/** The sign-in host of each of Microsoft's clouds, by the name that .ecmarc uses. */
export const signInHosts = {
  public: 'login.microsoftonline.com',
  usgov: 'login.microsoftonline.us',
  china: 'login.partner.microsoftonline.cn',
};

/** A tenant of Microsoft's own that holds all personal accounts: nobody provisions into it. */
export const personalAccounts = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** Addresses of the sign-in hosts that belong to no single tenant: they answer for all of them, or for none. */
export const sharedTenants: readonly string[] = [
  'common',
  'organizations',
  'consumers',
  personalAccounts,
  '00000000-0000-0000-0000-000000000000',
  'onmicrosoft.com',
  'onmicrosoft.us',
  'onmschina.cn',
  'partner.onmschina.cn',
  ...Object.values(signInHosts),
];
