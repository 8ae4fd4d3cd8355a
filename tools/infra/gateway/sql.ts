const BSON = 'documentdb_core.bson';
const SEQUENCE = 'documentdb_core.bsonsequence';
const PAGE = 'cursorpage, continuation, persistconnection, cursorid';

/** The engine's functions, by the command they carry out. Parameters: database, command, and what the command adds. */
export const SQL = {
  insert: `SELECT p_result, p_success FROM documentdb_api.insert($1, $2::${BSON}, $3::${SEQUENCE}, NULL)`,
  update: `SELECT p_result, p_success FROM documentdb_api.update($1, $2::${BSON}, $3::${SEQUENCE}, NULL)`,
  delete: `SELECT p_result, p_success FROM documentdb_api.delete($1, $2::${BSON}, $3::${SEQUENCE}, NULL)`,
  findAndModify: `SELECT p_result FROM documentdb_api.find_and_modify($1, $2::${BSON}, NULL)`,
  find: `SELECT ${PAGE} FROM documentdb_api.find_cursor_first_page($1, $2::${BSON})`,
  aggregate: `SELECT ${PAGE} FROM documentdb_api.aggregate_cursor_first_page($1, $2::${BSON})`,
  listCollections: `SELECT ${PAGE} FROM documentdb_api.list_collections_cursor_first_page($1, $2::${BSON})`,
  listIndexes: `SELECT ${PAGE} FROM documentdb_api.list_indexes_cursor_first_page($1, $2::${BSON})`,
  getMore: `SELECT cursorpage, continuation FROM documentdb_api.cursor_get_more($1, $2::${BSON}, $3::${BSON})`,
  deleteCursors: 'SELECT documentdb_api_internal.delete_cursors($1::bigint[]) AS result',
  count: `SELECT document AS result FROM documentdb_api.count_query($1, $2::${BSON})`,
  distinct: `SELECT document AS result FROM documentdb_api.distinct_query($1, $2::${BSON})`,
  listDatabases: `SELECT documentdb_api.list_databases($1::${BSON}) AS result`,
  create: `SELECT documentdb_api.create_collection_view($1, $2::${BSON}) AS result`,
  createCollection: 'SELECT documentdb_api.create_collection($1, $2) AS result',
  drop: 'SELECT documentdb_api.drop_collection($1, $2) AS result',
  dropDatabase: 'SELECT documentdb_api.drop_database($1) AS result',
  createIndexes: `SELECT documentdb_api_internal.create_indexes_non_concurrently($1, $2::${BSON}, true) AS result`,
  dropIndexes: `SELECT documentdb_api_internal.drop_indexes_non_concurrently($1, $2::${BSON}) AS result`,
  indexCatalogue: `SELECT i.index_id, (i.index_spec).index_name AS name, (i.index_spec).index_key AS key
    FROM documentdb_api_catalog.collection_indexes i JOIN documentdb_api_catalog.collections c USING (collection_id)
    WHERE c.database_name = $1 AND c.collection_name = $2`,
} as const;

export type SqlName = keyof typeof SQL;

const HEX_MARK = 'BSONHEX';

/** The document in a column, which arrives as text. Undefined when the column is empty. */
export function documentIn(column: unknown): Buffer | undefined {
  if (typeof column !== 'string' || !column.startsWith(HEX_MARK)) return undefined;
  return Buffer.from(column.slice(HEX_MARK.length), 'hex');
}
