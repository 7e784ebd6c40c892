import Hummingbird
import Mustache
import Insurance
