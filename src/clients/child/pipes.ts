/** Requests are lines of JSON on the child's input, answers such lines on a pipe of their own: 0, 1 and 2 are foreign code's too. */
export const answersFd = 3;

/** Longest answer and request, in characters. */
export const longestLine = 4 * 1024 * 1024;
