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
  'adfs',
  'microsoftonline.com',
  'microsoftonline.us',
  'partner.microsoftonline.cn',
  'b2clogin.com',
  'ciamlogin.com',
  'login.windows.net',
  'login.windows.us',
  'login.live.com',
  'login.chinacloudapi.cn',
  'sts.windows.net',
  'live.com',
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
];
