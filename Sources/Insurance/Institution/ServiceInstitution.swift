package import Kernel

/// The service management institution that the product runs: 5 chapters, 44 articles, 84 duties.
package enum ServiceInstitution {
    package static let text = Institution([general, sales, customerCare, claims, underwriting])
}
