import ArgumentParser

@main struct Covenant: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "covenant")
}
