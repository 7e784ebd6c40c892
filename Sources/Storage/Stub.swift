import CLibPQ
import GRDB
import Kernel
