import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Cuts connections whose requests take too long to arrive, byte by byte or not at all, and gives
/// the answers that the server itself writes (to what is not HTTP) the fields all answers carry.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let head: TimeAmount
    private let body: TimeAmount
    private var timer: Scheduled<Void>?

    init(headSeconds: Int64, bodySeconds: Int64) {
        head = .seconds(headSeconds)
        body = .seconds(bodySeconds)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { wait(head, context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelActive(context: ChannelHandlerContext) {
        wait(head, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: wait(body, context)
        case .body: break
        case .end: timer?.cancel()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var response) where response.headerFields[.contentSecurityPolicy] == nil:
            SecurityFields.add(to: &response.headerFields, nonce: nil, isSecure: false)
            context.write(wrapOutboundOut(.head(response)), promise: promise)
        case .end:
            wait(head, context)
            context.write(data, promise: promise)
        default: context.write(data, promise: promise)
        }
    }

    private func wait(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        timer?.cancel()
        let channel = context.channel
        timer = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }
}
