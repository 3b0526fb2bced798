# Ours first: Oscar defines only the models that are not registered yet.
from sellers.models.application import SellerApplication
from sellers.models.delivery import DeliveryKind, DeliveryMethod
from sellers.models.order import OrderSnapshot, SellerOrder, SellerOrderEvent, SellerOrderState
from sellers.models.seller import MemberRole, Partner, SellerKind, SellerMember, SellerStatus
from sellers.models.stock import HoldState, StockHold, StockMovement, StockRecord

from oscar.apps.partner.models import *  # isort: skip

Seller = Partner
