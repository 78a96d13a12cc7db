package dev.lockkeeper.web;

import java.util.Locale;

/** Something a reader can do next. One that ends in an ellipsis leads to a page that says what it will do, and asks. */
enum Act {
    PAUSE("pause", false),
    RESUME("resume", false),
    RETRY("retry", false),
    RETRY_HOLES("retry", false),
    CANCEL("cancel", true),
    ROLL_BACK("rollback", true),
    OPEN_GATE("gate", true),
    APPROVE("approve", true),
    OPEN_BOARD("board", true),
    SEE_LOCKS("locks", true),
    FOLLOW("run", true),
    SUBMIT("edit", true);

    private final String path;
    private final boolean link;

    Act(String path, boolean link) {
        this.path = path;
        this.link = link;
    }

    /** What the button says, in the reader's language. */
    public String word() {
        return Words.of("act." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** Last part of the address. */
    public String path() {
        return path;
    }

    /** Whether it leads to another page; otherwise it is a form's button. */
    public boolean link() {
        return link;
    }

    public boolean dangerous() {
        return this == CANCEL || this == ROLL_BACK;
    }
}
