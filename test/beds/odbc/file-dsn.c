/*
 * Before unixODBC, whose SQLDriverConnectW knows no FILEDSN: it opens the file and puts its keywords behind those of the
 * connection string, of which the first counts, as Windows' driver manager does. Paths are on Wine's drive Z:.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

typedef unsigned short wide;
typedef short (*connecting)(void *, void *, wide *, short, wide *, short, short *, unsigned short);

short SQLDriverConnectW(void *dbc, void *window, wide *in, short length, wide *out, short room, short *got,
                        unsigned short how) {
  static wide whole[16384];
  char path[1024], line[1024], text[8192] = "";
  int at = 0, from = 0, put = 0, count = length;
  connecting real = (connecting)dlsym(RTLD_NEXT, "SQLDriverConnectW");
  if (length < 0)
    for (count = 0; in[count] != 0;) count++;
  for (; at < 8 && at < count && in[at] == "FILEDSN="[at]; at++) {}
  if (at < 8) return real(dbc, window, in, length, out, room, got, how);
  for (; at < count && in[at] != ';'; at++, from++) path[from] = in[at] == '\\' ? '/' : (char)in[at];
  path[from] = 0;
  FILE *file = fopen(path + 2, "r");
  while (file != NULL && fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, "\r\n")] = 0;
    if (line[0] == '[' || strchr(line, '=') == NULL) continue;
    strcat(strcat(text, line), ";");
  }
  if (file != NULL) fclose(file);
  for (at++; at < count; at++) whole[put++] = in[at];
  for (at = 0; text[at] != 0; at++) whole[put++] = (unsigned char)text[at];
  whole[put] = 0;
  return real(dbc, window, whole, (short)put, out, room, got, how);
}
