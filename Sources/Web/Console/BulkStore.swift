import Insurance
import Kernel

/// The rows that something is done to, as the list shows them to this person.
enum BulkStore {
    /// - Parameter ids: the rows somebody chose; `nil` is all that meet the filters.
    static func rows(
        _ collection: ReadCollection, _ filters: [String: String], among ids: [String]?,
        for principal: Principal, _ reader: any Reader
    ) throws -> [BulkRow] {
        let keys = try collection.keys(
            limit: BulkRun.most + 1, filters: ListFilter.known(filters, reader), among: ids,
            for: principal, reader)
        let titles = collection.table == WorkItem.table
            ? try titles(keys.map(\.id), reader) : [:]
        return keys.map { BulkRow(id: $0.id, number: $0.number, title: titles[$0.id]) }
    }

    private static func titles(
        _ ids: [String], _ reader: any Reader
    ) throws -> [String: Words] {
        var titles: [String: Words] = [:]
        for row in try reader.rows(
            "SELECT id, version, state FROM work_item WHERE id IN \(list: ids)")
        {
            titles[try row.text("id")] = try Loaded<WorkItem>(row: row).state.title
        }
        return titles
    }
}
