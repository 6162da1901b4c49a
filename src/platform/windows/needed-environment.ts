/**
 * What Windows' own programs and .NET go by, and nothing more: no secret of this environment is handed on, and nothing that
 * has .NET load libraries (COR_PROFILER).
 */
const needed =
  /^(?:ALLUSERSPROFILE|APPDATA|COMPUTERNAME|ComSpec|Common(?:ProgramFiles|ProgramW6432)(?:\(x86\))?|HOMEDRIVE|HOMEPATH|LOCALAPPDATA|NUMBER_OF_PROCESSORS|OS|Path|PATHEXT|PROCESSOR_\w+|Program(?:Data|Files|W6432)(?:\(x86\))?|PUBLIC|SystemDrive|SystemRoot|TEMP|TMP|USERDOMAIN|USERNAME|USERPROFILE|windir)$/i;

export function neededEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => needed.test(name)));
}
