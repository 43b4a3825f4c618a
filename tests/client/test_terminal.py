"""`awsops` in a pseudo-terminal: keys, Ctrl-C, history, width, colour."""

import re

import pytest

from client.screen import PROMPT
from client.status import ExitStatus

INSTANCES = "Which EC2 instances are running?"
FOOTER = r"\d s · [\d,]+ tokens in, [\d,]+ out · .*\$\d"
STOPPED = "Stopped. What was written is kept."
CTRL_C, CTRL_D, CTRL_R, UP, ALT_ENTER = "\x03", "\x04", "\x12", "\x1b[A", "\x1b\r"
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[@-Z\\-_=>])")


def test_an_answer_is_laid_out_as_it_comes(terminal):
    """The tool stands with rows and time, the table is drawn, the footer counts."""
    ask = terminal("ask", INSTANCES)
    assert ask.end() == ExitStatus.DONE
    for seen in (
        r"✓ ec2_read_operations  \d+ rows · [\d,]+ ms",
        r"\nregion +instance_id +name\n────",
        r"\neu-west-1 +i-\w+ +warehouse-app-1\n",
        FOOTER,
    ):
        assert re.search(seen, ask.text), ask.text


def test_a_tool_at_work_is_seen(terminal):
    """Its name and what it was asked turn until it answers."""
    ask = terminal("ask", INSTANCES)
    ask.end()
    shown = _ESCAPES.sub("", ask.raw)
    assert re.search(rf"\S ec2_read_operations  {re.escape(INSTANCES)}", shown)
    assert INSTANCES not in ask.text


def test_ctrl_c_stops_the_answer_and_keeps_the_chat(terminal):
    """The agent is asked to stop, what was written stays, and the next question is answered."""
    chat = terminal("chat")
    chat.enter("tell me slowly")
    chat.until("word3")
    chat.send(CTRL_C)
    chat.until(STOPPED)
    chat.enter("/history")
    chat.until("  word0 word1")
    chat.enter("hello")
    chat.until("Hello")
    chat.until_ready()


def test_ctrl_c_ends_ask_with_its_own_status(terminal):
    """The words so far are there, and the stop is the agent's."""
    ask = terminal("ask", "tell me slowly")
    ask.until("word3")
    ask.send(CTRL_C)
    assert ask.end() == ExitStatus.INTERRUPTED
    assert STOPPED in ask.text


def test_ctrl_c_at_the_prompt_drops_the_line_and_ctrl_d_ends(terminal):
    """Neither is an error."""
    chat = terminal("chat")
    chat.until_ready()
    chat.send("half a ques")
    chat.until("half a ques")
    chat.send(CTRL_C)
    chat.until_ready()
    chat.send(CTRL_D)
    assert chat.end() == ExitStatus.DONE


def test_history_outlives_the_chat_and_is_searched(terminal):
    """Arrow up brings earlier lines, Ctrl-R finds one by its middle."""
    first = terminal("chat")
    for line in ("/temp 0.5", "/max-tokens 100", "/quit"):
        first.enter(line)
    assert first.end() == ExitStatus.DONE

    chat = terminal("chat")
    chat.until_ready()
    chat.send(UP + UP)
    chat.until("/max-tokens 100")
    chat.send(CTRL_C)
    chat.until_ready()
    chat.send(f"{CTRL_R}mp 0")
    chat.until("/temp 0.5")
    chat.send("\r\r")
    chat.until("The temperature is 0.5")


def test_a_question_may_have_several_lines(terminal, tmp_path):
    """Alt-Enter and a backslash begin a further line; Enter sends them all."""
    chat = terminal("chat")
    chat.enter(f"hello{ALT_ENTER}there\\\rfriend")
    chat.until(FOOTER)
    chat.enter(f"/save {tmp_path}/talk.md")
    chat.until("Saved to")
    assert "> hello\n> there\n> friend\n" in (tmp_path / "talk.md").read_text()


def test_tab_completes_commands_and_tools(terminal):
    """A command by its first letters, a tool by its own."""
    chat = terminal("chat")
    chat.until_ready()
    chat.send("/max\t")
    chat.until("/max-tokens")
    chat.send(CTRL_C)
    chat.until_ready()
    chat.send("ask route53\t")
    chat.until("ask route53_read_operations")


def test_what_is_typed_during_an_answer_is_the_next_line(terminal):
    """It is not drawn into the answer, and not lost."""
    chat = terminal("chat")
    chat.enter("tell me slowly")
    chat.until("word3")
    chat.send("/temp 0.25\r")
    chat.until("word6")
    assert "/temp" not in chat.text
    chat.until("The temperature is 0.25")


def test_slash_commands_answer(terminal):
    """Help, usage, token, table and conversations, and a word for what is none of them."""
    chat = terminal("chat", rows=60)
    for line, said in (
        ("/help", "Ctrl-R searches"),
        ("/table", "has brought a table yet"),
        ("/token", "ada@example.com"),
        ("/usage", "0 turns"),
        ("/temp 7", "Write a number from 0 to 1"),
        ("/rename it", "no conversation to rename yet"),
        ("/new", "A new conversation begins"),
        ("/nonsense", "There is no command /nonsense"),
        ("/conv nobody", "no such conversation"),
        ("/tools", "s3_read_operations"),
    ):
        chat.enter(line)
        chat.until(said)


def test_the_last_table_is_shown_and_saved(terminal, tmp_path):
    """As it fits, in another form, and into a file that is new."""
    chat = terminal("chat")
    chat.enter(INSTANCES)
    chat.until(FOOTER)
    for line, said in (
        ("/table", "more columns do not fit"),
        ("/table csv", "region,instance_id,name"),
        (f"/save {tmp_path}/rows.csv", "Saved to"),
        (f"/save {tmp_path}/rows.csv", r"Choose\s+another\s+name"),
    ):
        chat.enter(line)
        chat.until(said)
    assert len((tmp_path / "rows.csv").read_text().splitlines()) > 5


def test_conversations_are_listed_and_gone_on_with(terminal, kept, tokens_of):
    """A chat goes on with the latest conversation, or one by the beginning of its id."""
    kept(tokens_of("katherine"))
    first = terminal("chat")
    first.enter(INSTANCES)
    first.until(FOOTER)
    first.enter("/quit")
    first.end()

    chat = terminal("chat", "--continue")
    chat.enter("/history")
    chat.until(f"{PROMPT} {re.escape(INSTANCES)}")
    chat.enter("hello again")
    chat.until(FOOTER)
    chat.enter("/rename")
    chat.until("Write the new title")
    chat.enter("/rename Machines that run")
    chat.until("is “Machines that run” now")
    chat.enter("/new")
    chat.enter("/conv")
    chat.until(r"[0-9a-f-]{36}  Machines that run")
    chat.enter(f"/conv {re.search('[0-9a-f-]{36}', chat.text)[0][:13]}")
    chat.until(r"Last asked: hello\s+again")


def test_a_failed_turn_keeps_the_chat(terminal):
    """The reason is said, and the prompt is back."""
    chat = terminal("chat")
    chat.enter("answer badly")
    chat.until("It begins well")
    chat.until("The model")
    chat.until_ready()


def test_an_error_is_broken_between_words(terminal):
    """A terminal alone would break it anywhere."""
    ask = terminal("ask", "answer badly", columns=20)
    assert ask.end() == ExitStatus.TURN_FAILED
    assert "\nError: The model\n" in ask.text


@pytest.mark.parametrize("columns", [20, 40])
def test_a_narrow_terminal_is_enough(terminal, columns):
    """No line of the answer is longer than the window, and nothing of it is lost."""
    ask = terminal("ask", INSTANCES, columns=columns)
    assert ask.end() == ExitStatus.DONE
    assert "warehouse-jump" in ask.text
    lines = re.split(r"[\r\n]+", _ESCAPES.sub("", ask.raw))
    assert max(map(len, lines)) <= columns


def test_a_window_may_change_its_size(terminal):
    """The next answer fits the new one."""
    chat = terminal("chat")
    chat.until_ready()
    chat.resize(30, 40)
    chat.enter("hello")
    chat.until("Hello")
    chat.until_ready()


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_colour_nothing_moves(terminal, variables):
    """Not one escape sequence, and the words are all there."""
    ask = terminal("ask", INSTANCES, **variables)
    assert ask.end() == ExitStatus.DONE
    assert "\x1b" not in ask.raw
    assert "warehouse-jump" in ask.text
    assert re.search(r"\d+ rows", ask.text)


def test_hostile_names_stay_text(terminal):
    """A name of the account is shown as it is, HTML and all."""
    ask = terminal("ask", INSTANCES)
    ask.end()
    assert "<img src=x onerror=alert(1)>" in ask.text
