/**
 * The sentences of System.DirectoryServices.Protocols by result code (dotnet/runtime, its Resources/Strings.resx;
 * LdapErrorMappings.cs and OperationErrorMappings.cs): its exceptions tell no number in their text. A sentence that also
 * other software says counts behind an exception of a directory alone.
 */
const sentences: readonly (readonly [number, RegExp])[] = [
  [3, /time limit set by the server-side time limit parameter was exceeded/i],
  [4, /size limit was exceeded/i],
  [7, /authentication method is not supported/i],
  [8, /Strong authentication is required/i],
  [10, /A referral was returned from the server/i],
  [11, /administration limit on the server was exceeded/i],
  [12, /does not support the control\. The control is critical/i],
  [13, /Confidentiality is required/i],
  [16, /requested attribute does not exist/i],
  [17, /The type is not defined/i],
  [19, /A value in the request is invalid/i],
  [20, /attribute exists or the value has been assigned/i],
  [21, /The syntax is invalid/i],
  [32, /The object does not exist|Das Objekt ist nicht vorhanden/i],
  [33, /The alias is invalid/i],
  [34, /distinguished name contains invalid syntax/i],
  [48, /authentication that was provided was not appropriate/i],
  [49, /supplied credential is invalid|angegebenen Anmeldeinformationen sind ungültig/i],
  [50, /insufficient access rights/i],
  [51, /The server is busy/i],
  [52, /: The server is unavailable/i],
  [53, /server cannot handle directory requests|unwilling to process the request/i],
  [64, /naming violation occurred/i],
  [65, /object class violation occurred/i],
  [66, /not allowed on a non-?leaf object/i],
  [67, /not allowed on a relative distinguished name/i],
  [68, /: The object exists/i],
  [81, /LDAP server is unavailable|LDAP-Server ist nicht verfügbar|serveur LDAP n.est pas disponible/i],
  [85, /client side timeout limit was exceeded/i],
  [91, /connection cannot be established/i],
];

export function ldapCodes(text: string): readonly number[] {
  return sentences.filter(([, sentence]) => sentence.test(text)).map(([code]) => code);
}

/**
 * Windows' errors of a directory (0x8007....) for LDAP's codes, as ADSI gives them (Microsoft's page "Win32 error codes"
 * for ADSI): these numbers are no other program's.
 */
const ofAdsi: ReadonlyMap<number, number> = new Map([
  [0x200a, 16],
  [0x200b, 21],
  [0x200c, 17],
  [0x200d, 20],
  [0x200e, 51],
  [0x200f, 52],
  [0x2014, 65],
  [0x2015, 66],
  [0x2016, 67],
  [0x2017, 69],
  [0x2022, 3],
  [0x2023, 4],
  [0x2024, 11],
  [0x2027, 7],
  [0x2028, 8],
  [0x2029, 48],
  [0x202b, 10],
  [0x202c, 12],
  [0x202d, 13],
  [0x202e, 18],
  [0x202f, 19],
  [0x2030, 32],
  [0x2031, 33],
  [0x2032, 34],
  [0x2035, 53],
  [0x2037, 64],
  [0x203a, 81],
  [0x2098, 50],
]);

export function ldapCodesOfAdsi(windows: ReadonlySet<number>): readonly number[] {
  return [...windows].flatMap((code) => {
    const known = code >= 0x8007_0000 && code < 0x8008_0000 ? ofAdsi.get(code - 0x8007_0000) : undefined;
    return known === undefined ? [] : [known];
  });
}
