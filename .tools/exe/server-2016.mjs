// What Windows Server 2016 (build 14393) lacks and a program could name in its import table: then it does not start
// there at all. By Microsoft's documentation of each function ("Minimum supported client", "Requirements").
import { importsOf } from './imports.mjs';

/** Libraries that Server 2016 has, and the program itself, which native modules import from. */
const libraries = new Set(
  `advapi32 bcrypt bcryptprimitives crypt32 dbghelp dnsapi gdi32 iphlpapi kernel32 mswsock ncrypt node.exe ntdll ole32
  oleaut32 powrprof psapi rpcrt4 secur32 shell32 shlwapi ucrtbase user32 userenv version winhttp winmm ws2_32`.split(
    /\s+/,
  ),
);

const later = new Set(
  [
    // 1607, but on Server 2016 in KernelBase.dll only
    'GetThreadDescription SetThreadDescription',
    // 1703
    'GetDpiAwarenessContextForProcess SetProcessDpiAwarenessContext UnmapViewOfFile2',
    // 1709
    'GetUserDefaultGeoName IsWow64GuestMachineSupported SetUserGeoName',
    // 1803
    'GetSystemDpiForProcess MapViewOfFile3 MapViewOfFile3FromApp VirtualAlloc2 VirtualAlloc2FromApp',
    // 1809
    'ClosePseudoConsole CreatePseudoConsole ResizePseudoConsole',
    // 2004
    'CreateFileMapping2 InitializeContext2 SetProcessDynamicEHContinuationTargets',
    'SetProcessDynamicEnforcedCetCompatibleRanges',
    // Server 2022, Windows 11
    'BuildIoRingReadFile CloseIoRing CreateIoRing GetMachineTypeAttributes GetTempPath2A GetTempPath2W',
    'PopIoRingCompletion ProcessSocketNotifications QueryIoRingCapabilities ReleasePseudoConsole',
    'SetProcessDefaultCpuSetMasks SetThreadSelectedCpuSetMasks SubmitIoRing',
    // Windows 11 24H2, Server 2025
    'CreateDirectory2A CreateDirectory2W CreateFile3 DeleteFile2A DeleteFile2W GetFileInformationByName',
    'RemoveDirectory2A RemoveDirectory2W',
  ]
    .join(' ')
    .split(' '),
);

/** `LIBRARY: function` for each import that Server 2016 cannot serve. */
export function lackedByServer2016(bytes) {
  return importsOf(bytes).flatMap(({ library, functions }) => {
    const name = library.toLowerCase().replace(/\.dll$/, '');
    if (!libraries.has(name)) return [`${library}: not known to be in Windows Server 2016`];
    return functions.filter((one) => later.has(one)).map((one) => `${library}: ${one}`);
  });
}
