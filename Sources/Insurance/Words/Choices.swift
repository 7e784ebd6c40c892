package import Kernel

extension ChoiceValue where Self: GlossaryTerm {
    package var title: Words { words }
}

extension ClaimWords.Channel: ChoiceValue {}
extension ClaimWords.Cause: ChoiceValue {}
extension ClaimWords.Claimant: ChoiceValue {}
extension ClaimWords.PaymentMethod: ChoiceValue {}
extension ClaimWords.Cancellation: ChoiceValue {}
extension ClaimWords.ReopenReason: ChoiceValue {}
extension WorkWords.BreachCause: ChoiceValue {}

extension Post {
    /// A post of the glossary.
    package init(_ post: PostWords.Post) { self.init(post.rawValue) }
}

extension Permission {
    /// Staff who hold one of these posts of the glossary.
    package static func held(by posts: PostWords.Post...) -> Permission {
        .posts(Set(posts.map { Post($0) }))
    }
}

extension Set<Post> {
    package static func held(_ posts: PostWords.Post...) -> Set<Post> {
        Set(posts.map { Post($0) })
    }
}
