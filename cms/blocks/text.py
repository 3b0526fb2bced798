"""What an editor writes: words, steps, questions, a picture."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Tiêu đề mục")
        template = "cms/blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Đoạn văn")
        template = "cms/blocks/text.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("ảnh"))
    alt = blocks.CharBlock(
        label=_("mô tả cho người không nhìn thấy ảnh"),
        required=False,
        max_length=200,
        help_text=_("Để trống nếu ảnh chỉ để trang trí."),
    )
    caption = blocks.CharBlock(label=_("chú thích"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Ảnh")
        template = "cms/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("lời nói"))
    who = blocks.CharBlock(label=_("người nói"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Trích lời")
        template = "cms/blocks/quote.html"


class CalloutKind(models.TextChoices):
    NOTE = "note", _("Lưu ý")
    TIP = "tip", _("Mẹo")
    WARNING = "warning", _("Cẩn thận")


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(label=_("loại"), choices=CalloutKind.choices, default=CalloutKind.NOTE)
    title = blocks.CharBlock(label=_("tiêu đề"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("nội dung"), features=RICH_TEXT_FEATURES)

    class Meta:
        icon = "warning"
        label = _("Khung lưu ý")
        template = "cms/blocks/callout.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("bước"), max_length=120)
    text = blocks.RichTextBlock(label=_("nội dung"), required=False, features=RICH_TEXT_FEATURES)


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("tiêu đề"), required=False, max_length=120)
    steps = blocks.ListBlock(StepBlock(), label=_("các bước"), min_num=1, max_num=20)

    class Meta:
        icon = "list-ol"
        label = _("Các bước")
        template = "cms/blocks/steps.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("câu hỏi"), max_length=200)
    answer = blocks.RichTextBlock(label=_("trả lời"), features=RICH_TEXT_FEATURES)


class FaqBlock(blocks.StructBlock):
    questions = blocks.ListBlock(QuestionBlock(), label=_("câu hỏi"), min_num=1, max_num=40)

    class Meta:
        icon = "help"
        label = _("Hỏi đáp")
        template = "cms/blocks/faq.html"


class OperatorBlock(blocks.StaticBlock):
    """Who runs the market, from the site's settings, so that no page repeats it and goes stale."""

    class Meta:
        icon = "group"
        label = _("Đơn vị vận hành")
        admin_text = _("Tên, mã số thuế, địa chỉ và liên hệ lấy từ Cài đặt › Đơn vị vận hành.")
        template = "cms/blocks/operator.html"
