package dev.lockkeeper.lint.postgres;

/** {@code set a[1] = 2} and {@code set a.b = 2} write a part of a column: the grammar knows whole columns only, and so does a rule. */
record TargetsOfAssignments(Wording words) {

    void withoutParts() {
        int set = words.starts("update") || words.starts("with") || words.starts("insert") ? words.find("set", 0) : -1;
        while (set > 0) {
            int i = set + 1;
            while (i < words.size()) {
                part(i + 1);
                i = next(i);
                if (i < 0) {
                    break;
                }
                i++;
            }
            set = words.find("set", set + 1);
        }
    }

    private void part(int i) {
        while (words.word(i).equals(".") || words.word(i).equals("[")) {
            words.drop(i, words.word(i).equals(".") ? 2 : words.closing(i) - i + 1);
        }
    }

    /** The comma behind this assignment, -1 when it is the last. */
    private int next(int i) {
        for (int at = i; at < words.size(); at++) {
            switch (words.word(at)) {
                case "(", "[", "case" -> at = words.word(at).equals("case") ? at : words.closing(at);
                case ",", "" -> {
                    return words.word(at).isEmpty() ? -1 : at;
                }
                case "from", "where", "returning", ")", "set" -> {
                    return -1;
                }
                default -> {}
            }
        }
        return -1;
    }
}
