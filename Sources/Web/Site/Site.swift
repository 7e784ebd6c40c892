import HTTPTypes
package import Hummingbird
package import Insurance
package import Kernel
import HummingbirdCore
import Logging
import NIOCore

/// The whole HTTP side, made from values handed in: nothing in it opens a file or reads a setting.
package struct Site: Sendable {
    package let dispatcher: Dispatcher
    package let commands: CommandRegistry
    package let authenticator: StaffAuthenticator
    package let settings: SiteSettings
    /// Where files of cases are kept; without it none are taken or shown.
    package let evidence: EvidenceDesk?
    /// Each of few large bodies is held in memory while it is worked on.
    let largeBodies = Admission(limit: 4)
    let pages: PageRenderer
    let promises: PromiseShelf
    let presence = PresenceBoard()
    let drafts: DraftDesk
    let portal: PortalDesk
    let portalLimits = PortalLimits()
    /// Pages that are told of changes as they happen.
    let streams = Admission(limit: 200)
    /// What letters are printed and drawn by; without them the page stays.
    let printer: (any PagePrinter)?
    let codes: (any CodeDrawer)?
    /// What exports and imports; without it none is begun.
    package let transfers: TransferDesk?

    package init(
        dispatcher: Dispatcher, commands: CommandRegistry, authenticator: StaffAuthenticator,
        settings: SiteSettings = SiteSettings(), evidence: EvidenceDesk? = nil,
        printer: (any PagePrinter)? = nil, codes: (any CodeDrawer)? = nil,
        spreadsheets: (any Spreadsheets)? = nil
    ) throws {
        self.dispatcher = dispatcher
        self.commands = commands
        drafts = DraftDesk(dispatcher)
        portal = PortalDesk(dispatcher)
        self.authenticator = authenticator
        self.settings = settings
        promises = PromiseShelf(seconds: settings.promiseSeconds)
        self.printer = printer
        self.codes = codes
        transfers = spreadsheets.map {
            TransferDesk(dispatcher: dispatcher, spreadsheets: $0, commands: commands)
        }
        self.evidence = evidence
        pages = try PageRenderer()
    }

    package var database: any Database { dispatcher.database }

    /// Every route there is.
    package var routes: [Route] {
        publicRoutes + sessionRoutes + accountRoutes + setUpRoutes + staffRoutes + commandRoutes
            + readRoutes + caseRoutes + outboxRoutes + fileRoutes + paymentRoutes + letterRoutes
            + turnaroundRoutes + consoleRoutes + transferRoutes + demoRoutes + portalRoutes
    }

    /// The responder that all requests go through; what tests ask and what the server serves.
    package func responder() -> RouterResponder<SiteContext> {
        let router = Router(
            context: SiteContext.self, options: [.autoGenerateHeadEndpoints])
        let routes = routes
        router.add(middleware: Gate(site: self, routes: routes))
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                try await respond(to: request, context, by: route)
            }
        }
        return router.buildResponder()
    }

    /// The server, to be run by a service group.
    ///
    /// - Parameter onRunning: told the port it listens at.
    package func application(
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> Application<RouterResponder<SiteContext>> {
        let settings = settings
        return Application(
            responder: responder(),
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [
                        ConnectionGuard(
                            headSeconds: settings.headSeconds, bodySeconds: settings.bodySeconds)
                    ],
                    idleTimeout: .seconds(settings.idleSeconds),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: settings.headerBytes,
                        maxHeaderListSize: settings.headerBytes,
                        maxHeaderFieldCount: settings.headerCount))),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    settings.connections, logger: settings.logger)),
            onServerRunning: { channel in
                await onRunning(channel.localAddress?.port ?? settings.port)
            },
            logger: settings.logger)
    }
}
