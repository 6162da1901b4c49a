/* A driver that misbehaves in SQLDriverConnect, by how it was compiled: -DMODE=HANG, PRINT, CRASH, EXIT, FLOOD. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HANG 1
#define PRINT 2
#define CRASH 3
#define EXIT 4
#define FLOOD 5

typedef short SQLRETURN;

SQLRETURN SQLAllocHandle(short kind, void *input, void **output) { *output = malloc(16); return 0; }
SQLRETURN SQLFreeHandle(short kind, void *handle) { return 0; }
SQLRETURN SQLSetEnvAttr(void *environment, int attribute, void *value, int length) { return 0; }
SQLRETURN SQLSetConnectAttr(void *connection, int attribute, void *value, int length) { return 0; }
SQLRETURN SQLSetConnectAttrW(void *connection, int attribute, void *value, int length) { return 0; }
SQLRETURN SQLDisconnect(void *connection) { return 0; }

SQLRETURN SQLGetDiagRecW(short kind, void *handle, short record, unsigned short *state, int *native,
                         unsigned short *text, short room, short *written) {
  const char *code = "28000", *words = "refused by the test";
  if (record > 1) return 100;
  for (int i = 0; i <= 5; i += 1) state[i] = code[i];
  for (size_t i = 0; i <= strlen(words); i += 1) text[i] = words[i];
  *native = 42;
  *written = strlen(words);
  return 0;
}

SQLRETURN SQLDriverConnectW(void *connection, void *window, unsigned short *text, short length,
                            unsigned short *completed, short room, short *written, unsigned short completion) {
#if MODE == HANG
  for (;;) sleep(1000);
#elif MODE == PRINT
  puts("{\"id\":1,\"ok\":true}");
  fputs("printed by the driver\n", stderr);
  fflush(stdout);
#elif MODE == CRASH
  *(volatile int *)0 = 1;
#elif MODE == EXIT
  _exit(7);
#elif MODE == FLOOD
  static char much[65536];
  memset(much, 'x', sizeof much);
  /* A full pipe refuses: it is tried again. */
  for (;;) if (write(3, much, sizeof much) < 0) usleep(1000);
#endif
  return -1;
}
