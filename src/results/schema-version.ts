/** Version of the report's shape (decisions: The saved report). It stands apart: who only writes needs no schema. */
export const schemaVersion = 1;
