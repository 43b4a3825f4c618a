"""Reading a person's lines: history with search, several lines in one, completion."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import is_searching
from prompt_toolkit.formatted_text import AnyFormattedText
from prompt_toolkit.history import FileHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import ColorDepth

_FEWEST_LETTERS = 2


class Words(Completer):
    """Completes commands at the beginning of a line, their arguments, and tool names anywhere.

    Args:
        commands: name with its slash -> what it does.
        arguments: the values that a command may take, asked for when needed.
        tools: the names of the tools, asked for when needed.
    """

    def __init__(
        self,
        commands: dict[str, str],
        arguments: Callable[[str], Sequence[str]],
        tools: Callable[[], Sequence[str]],
    ) -> None:
        self._commands = commands
        self._arguments = arguments
        self._tools = tools

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterator[Completion]:
        """Yield what may stand at the cursor."""
        text = document.text_before_cursor
        if text.startswith("/") and " " not in text:
            for name, meaning in self._commands.items():
                if name.startswith(text):
                    yield Completion(name, -len(text), display_meta=meaning)
        elif text.startswith("/"):
            yield from self._matching(self._arguments(text.split()[0]), text.rpartition(" ")[2])
        elif complete_event.completion_requested:
            word = document.get_word_before_cursor(WORD=True)
            if len(word) >= _FEWEST_LETTERS:
                yield from self._matching(self._tools(), word)

    def _matching(self, values: Sequence[str], word: str) -> Iterator[Completion]:
        for value in values:
            if value.startswith(word):
                yield Completion(value, -len(word))


def open_lines(
    history: Path,
    words: Words,
    *,
    plain: bool,
    toolbar: Callable[[], AnyFormattedText],
) -> PromptSession[str]:
    """Open the line editor.

    Args:
        history: the file of earlier lines; only this user can read it.
        words: what is completed.
        plain: without colour.
        toolbar: the line at the bottom.
    """
    history.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    history.touch(mode=0o600)
    return PromptSession(
        history=FileHistory(str(history)),
        completer=words,
        complete_while_typing=True,
        enable_history_search=False,
        # Not `multiline`: that fills the screen to its bottom. Lines can be broken anyway.
        multiline=False,
        key_bindings=_keys(),
        prompt_continuation="  ",
        bottom_toolbar=None if plain else toolbar,
        color_depth=ColorDepth.DEPTH_1_BIT if plain else None,
        reserve_space_for_menu=6,
    )


def _keys() -> KeyBindings:
    """Enter sends; Alt-Enter or a backslash at the end begin a further line."""
    keys = KeyBindings()

    # Enter that was pressed while an answer ran arrives as Ctrl-J. During a search it has its
    # own meaning, to take what was found.
    @keys.add("enter", filter=~is_searching)
    @keys.add("c-j", filter=~is_searching)
    def _send(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.complete_state and buffer.complete_state.current_completion:
            buffer.complete_state = None
        elif buffer.document.char_before_cursor == "\\":
            buffer.delete_before_cursor()
            buffer.newline(copy_margin=False)
        else:
            buffer.validate_and_handle()

    @keys.add("escape", "enter")
    @keys.add("escape", "c-j")
    def _newline(event: KeyPressEvent) -> None:
        event.current_buffer.newline(copy_margin=False)

    return keys
