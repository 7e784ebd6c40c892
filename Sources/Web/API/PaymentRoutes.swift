import HTTPTypes
import Hummingbird
import Insurance
import Kernel

/// The file of a payment batch, for the bank.
extension Site {
    var paymentRoutes: [Route] {
        [
            Route(.get, "/api/v1/payment-batches/{number}/file", .reading(["payment_batch"])) {
                try await batchFile($0)
            }
        ]
    }

    /// Who may take it is said by the command that puts it on record; see ``BatchDesk``.
    private func batchFile(_ visit: Visit) async throws -> Response {
        _ = try visit.query([])
        let file = try await BatchDesk(dispatcher).file(
            of: try visit.part("number"), by: try visit.principal)
        var response = Answer.bytes(file.bytes, type: "text/csv; charset=utf-8")
        response.headers[.contentDisposition] = "attachment; filename=\"\(file.name)\""
        response.headers[.eTag] = "\"\(file.sha256)\""
        return response
    }
}
