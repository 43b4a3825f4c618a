"""`awsops` in a pseudo-terminal: keys, Ctrl-C, history, width, colour."""

import re
import signal

import pexpect
import pytest

from client.status import ExitStatus

FOOTER = r"\d s · [\d,]+ tokens in, [\d,]+ out · .*\$\d"
PROMPT = "\u276f"
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[@-Z\\-_=>])")


def seen(raw):
    """What was written, without escape sequences."""
    return _ESCAPES.sub("", raw)


@pytest.fixture
def chat(terminal):
    """Start a chat, and wait for its prompt."""

    def start(*arguments, **size):
        child = terminal("chat", *arguments, **size)
        child.expect(PROMPT)
        return child

    return start


def test_an_answer_is_laid_out_as_it_comes(terminal):
    """The tool turns, then stands with rows and time; the table is drawn; the footer counts."""
    child = terminal("ask", "Which EC2 instances are running?")
    child.expect("ec2_read_operations")
    child.expect(r"17 rows · [\d,]+ ms")
    child.expect("────")
    child.expect("warehouse-app-1")
    child.expect(FOOTER)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == ExitStatus.DONE


def test_ctrl_c_stops_the_answer_and_keeps_the_chat(chat):
    """The agent is asked to stop, what was written stays, and the next question is answered."""
    child = chat()
    child.send("tell me slowly\r")
    child.expect("word3")
    child.sendintr()
    child.expect("Stopped. What was written is kept.")
    child.expect(PROMPT)
    child.send("/history\r")
    child.expect("word3")
    child.expect(PROMPT)
    child.send("hello\r")
    child.expect("Hello")
    child.expect(FOOTER)


def test_ctrl_c_ends_ask_with_its_own_status(terminal):
    """The words so far are there, and the stop is the agent's."""
    child = terminal("ask", "tell me slowly")
    child.expect("word3")
    child.sendintr()
    child.expect("Stopped. What was written is kept.")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == ExitStatus.INTERRUPTED


def test_ctrl_c_at_the_prompt_drops_the_line_and_ctrl_d_ends(chat):
    """Neither is an error."""
    child = chat()
    child.send("half a ques")
    child.expect("half a ques")
    child.sendintr()
    child.expect(PROMPT)
    child.sendeof()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == ExitStatus.DONE


def test_history_outlives_the_chat_and_is_searched(chat):
    """Arrow up brings the last line, Ctrl-R finds one by its middle."""
    child = chat()
    for line in ("/temp 0.5", "/max-tokens 100"):
        child.send(f"{line}\r")
        child.expect(PROMPT)
    child.send("/quit\r")
    child.expect(pexpect.EOF)

    child = chat()
    child.send("\x1b[A\x1b[A")
    child.expect("/max-tokens 100")
    child.sendintr()
    child.expect(PROMPT)
    child.send("\x12mp 0")
    child.expect("/temp 0.5")
    child.send("\r\r")
    child.expect("The temperature is 0.5")


def test_a_question_may_have_several_lines(chat, tmp_path):
    """Alt-Enter and a backslash begin a further line; Enter sends them all."""
    child = chat()
    child.send("hello\x1b\rthere\\\rfriend\r")
    child.expect(FOOTER)
    child.expect(PROMPT)
    child.send(f"/save {tmp_path}/talk.md\r")
    child.expect("Saved to")
    assert "> hello\n> there\n> friend\n" in (tmp_path / "talk.md").read_text()


def test_tab_completes_commands_and_tools(chat):
    """A command by its first letters, a tool by its own."""
    child = chat()
    child.send("/max\t")
    child.expect("/max-tokens")
    child.sendintr()
    child.expect(PROMPT)
    child.send("ask route53\t")
    child.expect("route53_read_operations")


def test_slash_commands_answer(chat):
    """Help, usage, token, table and conversations, and a word for what is none of them."""
    child = chat()
    for line, said in (
        ("/help", "Ctrl-R searches"),
        ("/table", "has brought a table yet"),
        ("/token", "ada@example.com"),
        ("/usage", "0 turns"),
        ("/temp 7", "Write a number from 0 to 1"),
        ("/new", "A new conversation begins"),
        ("/nonsense", "There is no command /nonsense"),
        ("/conv nobody", "no such conversation"),
        ("/tools", "s3_read_operations"),
    ):
        child.send(f"{line}\r")
        child.expect(said)
        child.expect(PROMPT)


def test_the_last_table_is_shown_and_saved(chat, tmp_path):
    """As it fits, in another form, and into a file that is new."""
    child = chat()
    child.send("Which EC2 instances are running?\r")
    child.expect(FOOTER)
    child.expect(PROMPT)
    child.send("/table\r")
    child.expect("more columns do not fit")
    child.expect(PROMPT)
    child.send("/table csv\r")
    child.expect("region,instance_id,name")
    child.expect(PROMPT)
    for said in ("Saved to", "is there already"):
        child.send(f"/save {tmp_path}/rows.csv\r")
        child.expect(said)
        child.expect(PROMPT)
    assert len((tmp_path / "rows.csv").read_text().splitlines()) == 18


def test_a_chat_goes_on_with_the_latest_conversation(chat, awsops, logged_in):
    """What was asked before is its history."""
    awsops("ask", "Which EC2 instances are running?", env=logged_in)
    child = chat("--continue")
    child.send("how many?\r")
    child.expect("17")


def test_a_failed_turn_keeps_the_chat(chat):
    """The reason is said, and the prompt is back."""
    child = chat()
    child.send("answer badly\r")
    child.expect("It begins well")
    child.expect("The model")
    child.expect(PROMPT)


@pytest.mark.parametrize("columns", [20, 40])
def test_a_narrow_terminal_is_enough(terminal, columns):
    """No line of the answer is longer than the window, and nothing of it is lost."""
    child = terminal("ask", "Which EC2 instances are running?", columns=columns)
    child.expect(pexpect.EOF)
    child.close()
    text = seen(child.before)
    assert child.exitstatus == ExitStatus.DONE
    assert "warehouse-jump" in text
    lines = re.split(r"[\r\n]+", text)
    assert max(len(line) for line in lines) <= columns


def test_a_window_may_change_its_size(chat):
    """The next answer fits the new one."""
    child = chat()
    child.setwinsize(40, 20)
    child.kill(signal.SIGWINCH)
    child.send("hello\r")
    child.expect("Hello")
    child.expect(r"tokens")


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_colour_nothing_moves(terminal, variables):
    """Not one escape sequence, and the words are all there."""
    child = terminal("ask", "Which EC2 instances are running?", **variables)
    child.expect(pexpect.EOF)
    assert "\x1b" not in child.before
    assert "warehouse-jump" in child.before
    assert "17 rows" in child.before


def test_hostile_names_stay_text(terminal):
    """A name of the account can neither colour nor clear the terminal, and HTML is shown."""
    child = terminal("ask", "Which EC2 instances are running?")
    child.expect(pexpect.EOF)
    assert "<img src=x onerror=alert(1)>" in seen(child.before)
