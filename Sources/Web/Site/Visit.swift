package import Hummingbird
package import Insurance
package import Kernel
package import NIOCore

/// One request as a handler sees it: who asks, in which language, with which body.
package struct Visit: Sendable {
    package let request: Request
    package let context: SiteContext
    /// Who asks, when known.
    package let caller: Visitor?
    /// The customer who asks, on a page of the portal.
    package let customer: PortalCaller?
    /// The secret of the session cookie that proved ``caller`` or ``customer``, when it was one.
    package let session: String?
    package let origin: RequestOrigin
    package let language: Language
    package let body: ByteBuffer

    /// Who asks. Only for routes that are not open.
    package var principal: Principal {
        get throws {
            guard let caller else { throw Problem.unauthenticated }
            return caller.principal
        }
    }

    /// A part of the path. Nothing we call by a name has other characters than these.
    package func part(_ name: String) throws -> String {
        guard let value = context.parameters.get(name), value.utf8.count <= 200,
            value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x25 })
        else { throw Problem.notFound }
        return value
    }

    /// The query's parameters; a name that is not known, or given twice, is refused.
    package func query(_ known: Set<String>) throws -> [String: String] {
        var values: [String: String] = [:]
        for (name, value) in request.uri.queryParameters {
            guard known.contains(String(name)) else { throw Problem.unknownParameter }
            guard values.updateValue(String(value), forKey: String(name)) == nil else {
                throw Problem.badParameter("?")
            }
        }
        return values
    }
}
