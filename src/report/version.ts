/** Version of the report's shape (design: contract, section 4). It stands apart: who only writes needs no schema. */
export const schemaVersion = 1;
