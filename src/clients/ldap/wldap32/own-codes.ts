import type { Problem } from '../../../platform/types.ts';

/** Codes that wldap32 gives by itself (winldap.h): no server said them. */
export const ownCodes: Readonly<Record<number, Problem>> = {
  81: { code: 'CLOSED', text: "Windows' LDAP client could not reach the server, or refused its TLS (81)" },
  82: { code: 'WLDAP32_82', text: "Windows' LDAP client failed by itself (82)" },
  83: { code: 'WLDAP32_83', text: 'the question could not be put into LDAP (83)' },
  84: { code: 'WLDAP32_84', text: 'the answer could not be read (84)' },
  85: { code: 'NO_ANSWER', text: 'no answer in time (85)' },
  86: { code: 'WLDAP32_86', text: 'this way to sign in is not known (86)' },
  87: { code: 'WLDAP32_87', text: 'the filter is not understood (87)' },
  88: { code: 'WLDAP32_88', text: 'cancelled (88)' },
  89: { code: 'WLDAP32_89', text: 'a parameter is wrong (89)' },
  90: { code: 'WLDAP32_90', text: 'no memory (90)' },
  91: { code: 'CLOSED', text: 'no connection to the server (91)' },
  92: { code: 'WLDAP32_92', text: 'not supported (92)' },
};
