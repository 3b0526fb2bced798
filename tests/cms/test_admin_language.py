"""What Officer Vân reads in the admin is Vietnamese, on every screen of her work, with something on it."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path

import wagtail
from babel.messages import pofile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import TestCase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import trans_real
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from catalog.domain import submissions
from cms.models import HomePage, Picture, StoryPage
from marketplace.demo.cast import LAN, MINH, VAN
from sellers.domain.applications import open_application
from tests.cms.test_pages import add_story
from tests.support.goods import make_seller, make_user
from tests.support.review import make_officer, send_tea, tea_proposal

_UNSEEN = {"script", "style", "svg", "template", "noscript"}
_SAID_BY_ATTRIBUTE = {"title", "placeholder", "aria-label", "alt"}
# Names and shorthand that are the same in both languages.
_SAME = {"URL", "ID", "API", "Wagtail", "Email", "OCOP", "VietGAP", "HTML", "XLSX", "CSV", "Slug", "Facebook"}
_ENGLISH = re.compile(
    r"\b(the|this|that|with|your|you|are|edit|delete|save|saved|publish|published|search|status|history|comment|page|"
    r"image|add|choose|draft|live|view|submit|review|approve|reject|workflow|settings|title|required|select|filter|"
    r"user|created|updated|locked|preview|close|more|show|all|ago|minutes?|yes|no changes|seller|label|stars)\b",
    re.IGNORECASE,
)


class Reader(HTMLParser):
    """The words that a person sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unseen:
            if tag == self._unseen[-1]:
                self._unseen.append(tag)
            return
        if tag in _UNSEEN or ("hidden", None) in attrs or ("hidden", "") in attrs:
            self._unseen.append(tag)
            return
        self.words += [value for name, value in attrs if name in _SAID_BY_ATTRIBUTE and value]

    def handle_endtag(self, tag: str) -> None:
        if self._unseen and self._unseen[-1] == tag:
            self._unseen.pop()

    def handle_data(self, data: str) -> None:
        if not self._unseen and data.strip():
            self.words.append(" ".join(data.split()))


def seen(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    return reader.words


def untranslated() -> set[str]:
    """What Wagtail can say and says the same in Vietnamese as in English."""
    left = set()
    for path in Path(wagtail.__file__).parent.glob("**/locale/en/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            ids = [message.id for message in pofile.read_po(file) if message.id]
        for msgid in (one for several in ids for one in ([several] if isinstance(several, str) else several)):
            if translation.gettext(msgid) == msgid and re.search("[a-z]{3}", msgid):
                left.add(" ".join(msgid.split()))
    return left - _SAME


class AdminLanguageTests(TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        call_command("compile_locale", verbosity=0)
        # What was read before the catalogues were compiled.
        trans_real._translations.clear()

    def setUp(self) -> None:
        self.lan = make_user(LAN)
        self.van = make_officer(VAN, "Cán bộ duyệt", "Biên tập viên")
        seller = make_seller()
        self.submission = send_tea(seller, self.lan)
        submissions.revise(submission=self.submission, proposal=tea_proposal(title="Chè hái tay"), user=self.lan)
        self.application = open_application(
            applicant=make_user(MINH),
            facts={"name": "Ong Minh", "kind": "HOUSEHOLD", "commune_code": "05503", "phone": "0912000003"},
        )
        self.story = add_story()
        self.first = self.story.save_revision(user=self.van)
        self.story.title = "Sáng muộn ở đồi chè"
        self.story.save_revision(user=self.van)
        buffer = io.BytesIO()
        Image.new("RGB", (400, 300), "green").save(buffer, "JPEG")
        self.picture = Picture.objects.create(title="Đồi chè", file=SimpleUploadedFile("doi.jpg", buffer.getvalue()))
        Redirect.objects.create(old_path="/cu", redirect_link="/chuyen-que/", site=Site.objects.get())
        self.client.force_login(self.van)

    def screens(self) -> dict[str, str]:
        home, story = HomePage.objects.get().pk, self.story.pk
        reviewed = self.submission.snippet_viewset
        application = self.application.snippet_viewset
        index = self.story.get_parent().pk
        return {
            "dashboard": reverse("wagtailadmin_home"),
            "explorer, home": reverse("wagtailadmin_explore", args=[home]),
            "explorer, stories": reverse("wagtailadmin_explore", args=[index]),
            "page, which kind": reverse("wagtailadmin_pages:add_subpage", args=[home]),
            "page, new": reverse("wagtailadmin_pages:add", args=["cms", "storypage", index]),
            "page, edit": reverse("wagtailadmin_pages:edit", args=[story]),
            "home, edit": reverse("wagtailadmin_pages:edit", args=[home]),
            "page, history": reverse("wagtailadmin_pages:history", args=[story]),
            "page, compare": reverse(
                "wagtailadmin_pages:revisions_compare", args=[story, str(self.first.pk), "latest"]
            ),
            "page, unpublish": reverse("wagtailadmin_pages:unpublish", args=[story]),
            "page, move": reverse("wagtailadmin_pages:move", args=[story]),
            "page, copy": reverse("wagtailadmin_pages:copy", args=[story]),
            "pictures": reverse("wagtailimages:index"),
            "picture, new": reverse("wagtailimages:add_multiple"),
            "picture, edit": reverse("wagtailimages:edit", args=[self.picture.pk]),
            "documents": reverse("wagtaildocs:index"),
            "goods, list": reverse(reviewed.get_url_name("list")),
            "goods, edit": reverse(reviewed.get_url_name("edit"), args=[self.submission.pk]),
            "goods, history": reverse(reviewed.get_url_name("history"), args=[self.submission.pk]),
            "goods, inspect": reverse(reviewed.get_url_name("inspect"), args=[self.submission.pk]),
            "goods, workflow": reverse(reviewed.get_url_name("workflow_history"), args=[self.submission.pk]),
            "goods, compare": reverse(
                reviewed.get_url_name("revisions_compare"), args=[self.submission.pk, "earliest", "latest"]
            ),
            "shops, list": reverse(application.get_url_name("list")),
            "shops, edit": reverse(application.get_url_name("edit"), args=[self.application.pk]),
            "report, workflows": reverse("wagtailadmin_reports:workflow"),
            "report, tasks": reverse("wagtailadmin_reports:workflow_tasks"),
            "report, locked": reverse("wagtailadmin_reports:locked_pages"),
            "report, ageing": reverse("wagtailadmin_reports:aging_pages"),
            "account": reverse("wagtailadmin_account"),
            "operator": reverse("wagtailsettings:edit", args=["cms", "operatorsettings", Site.objects.get().pk]),
            "menus": reverse("wagtailsettings:edit", args=["cms", "menusettings", Site.objects.get().pk]),
            "redirects": reverse("wagtailredirects:index"),
            "redirect, new": reverse("wagtailredirects:add"),
        }

    def test_no_screen_of_an_officer_speaks_english(self) -> None:
        with translation.override("vi"):
            left = untranslated()
        for name, url in self.screens().items():
            with self.subTest(screen=name):
                response = self.client.get(url, headers={"accept-language": "vi"})
                self.assertEqual(response.status_code, 200)
                words = seen(response.content.decode())
                self.assertEqual([w for w in words if w in left or (_ENGLISH.search(w) and w not in _SAME)], [])

    def test_the_dialogues_do_not_speak_english(self) -> None:
        state = self.submission.current_workflow_task_state
        names = self.submission.snippet_viewset
        dialogues = {
            "picture chooser": reverse("wagtailimages_chooser:choose"),
            "page chooser": reverse("wagtailadmin_choose_page"),
            "goods chooser": reverse("product_chooser:choose"),
            "reject": reverse(
                names.get_url_name("collect_workflow_action_data"), args=[self.submission.pk, "reject", state.pk]
            ),
        }
        for name, url in dialogues.items():
            with self.subTest(dialogue=name):
                response = self.client.get(url, headers={"x-requested-with": "XMLHttpRequest", "accept-language": "vi"})
                words = seen(response.json()["html"])
                self.assertEqual([w for w in words if _ENGLISH.search(w) and w not in _SAME], [])

    def test_the_scripts_of_the_admin_get_their_words_in_vietnamese(self) -> None:
        response = self.client.get(reverse("wagtailadmin_javascript_catalog"), headers={"accept-language": "vi"})

        self.assertContains(response, '"Collapse all": "G\\u1eadp t\\u1ea5t c\\u1ea3"')


class CoverageTests(TestCase):
    def test_nine_in_ten_of_the_admins_messages_have_their_vietnamese(self) -> None:
        parts = ("admin", "snippets", "images", "documents", "users", "contrib/redirects", "contrib/settings", "")
        folder = Path(wagtail.__file__).parent
        total = known = 0
        with translation.override("vi"):
            for part in parts:
                with (folder / part / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
                    for message in pofile.read_po(file):
                        msgid = message.id if isinstance(message.id, str) else message.id[0]
                        if re.search("[a-z]{3}", re.sub(r"%\(\w+\)s", "", msgid)):
                            total += 1
                            known += translation.gettext(msgid) != msgid

        print(f"Wagtail's admin in Vietnamese: {known} of {total} messages")  # noqa: T201
        self.assertGreaterEqual(known / total, 0.9)
        self.assertEqual(StoryPage._meta.verbose_name, "chuyện quê")
