/// Runs one statement on a connection of its own and outside a transaction, as `CREATE DATABASE`
/// demands. For preparing servers, not for the product's own rows.
package func runOutsideTransaction(_ statement: String, address: String) async throws {
}
