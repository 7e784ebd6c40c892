import Insurance
import Kernel
import Testing

@Suite struct CoveredDutiesTests {
    /// The duties of the claim's spine. The list grows with each chapter that is built.
    static let covered: [DutyID] = [
        "1.1", "1.2", "1.3.4", "2.3.3a", "2.3.3b", "4.2.1a", "4.2.1b", "4.2.2a", "4.2.2b",
        "4.2.2c", "4.2.3a", "4.2.3b", "4.2.4a", "4.2.4b", "4.2.4c", "4.3.1a", "4.3.1b", "4.3.2a",
        "4.3.2b",
    ]

    @Test(arguments: covered)
    func `a duty that is covered has every kind of control its article needs`(
        _ duty: DutyID
    ) throws {
        let register = try InstitutionRegister(
            ServiceInstitution.text, controls: InstitutionPage.controls)
        let missing = register.missingKinds(of: duty)
        #expect(missing.isEmpty, "\(duty.text) lacks \(missing)")
    }
}
