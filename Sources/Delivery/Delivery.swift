import CLibCurl
import Foundation
