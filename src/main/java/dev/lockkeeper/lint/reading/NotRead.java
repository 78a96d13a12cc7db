package dev.lockkeeper.lint.reading;

/** A statement that a grammar does not know. Stays within the readers: a script's reader makes a finding of it. */
public final class NotRead extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int at;
    private final int token;

    /**
     * @param at where reading ended, in characters of the statement
     * @param token the number of the token there, -1 when none is to blame
     */
    public NotRead(int at, int token, String why) {
        super(why, null, false, false);
        this.at = at;
        this.token = token;
    }

    public int at() {
        return at;
    }

    public int token() {
        return token;
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}
