package dev.lockkeeper.web;

/** Something a reader can do next. One that ends in an ellipsis leads to a page that says what it will do, and asks. */
enum Act {
    PAUSE("Pause", "pause", false),
    RESUME("Resume", "resume", false),
    RETRY("Try again", "retry", false),
    RETRY_HOLES("Try every hole again", "retry", false),
    CANCEL("Cancel…", "cancel", true),
    ROLL_BACK("Roll back…", "rollback", true),
    OPEN_GATE("Open the gate…", "gate", true),
    APPROVE("Read and approve…", "approve", true),
    OPEN_BOARD("Open the board…", "board", true),
    SEE_LOCKS("Who blocks whom…", "locks", true),
    FOLLOW("Follow the run", "run", true),
    SUBMIT("Submit a revision…", "edit", true);

    private final String word;
    private final String path;
    private final boolean link;

    Act(String word, String path, boolean link) {
        this.word = word;
        this.path = path;
        this.link = link;
    }

    /** What the button says. */
    public String word() {
        return word;
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
