package import Kernel

/// What was decided by models about one case.
package enum ModelDecisionStore {
    package static func of(_ number: String, _ reader: any Reader) throws -> [ModelDecision] {
        try reader.loadAll(
            where: "case_number = \(number) ORDER BY id LIMIT 100"
        ).map { (loaded: Loaded<ModelDecision>) in loaded.state }
    }
}
