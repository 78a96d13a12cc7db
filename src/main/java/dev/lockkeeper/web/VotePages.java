package dev.lockkeeper.web;

import dev.lockkeeper.catalog.Approvals;
import dev.lockkeeper.catalog.Rejections;
import dev.lockkeeper.check.Reviews;
import dev.lockkeeper.security.CurrentPerson;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Saying yes or no to a revision on a target, and taking it back, from the page of a migration. */
@Controller
class VotePages {
    private static final String SEEN = "seen.";

    private final Reviews reviews;
    private final Approvals approvals;
    private final Rejections rejections;
    private final CurrentPerson current;

    VotePages(Reviews reviews, Approvals approvals, Rejections rejections, CurrentPerson current) {
        this.reviews = reviews;
        this.approvals = approvals;
        this.rejections = rejections;
        this.current = current;
    }

    @PostMapping("/migrations/{id}/approvals")
    String approve(
            @PathVariable String id,
            @RequestParam int revision,
            @RequestParam Map<String, String> form,
            RedirectAttributes flash) {
        return vote("Approved", word(id, revision, form), form, flash, word -> reviews.approve(word, current.get()));
    }

    @PostMapping("/migrations/{id}/rejections")
    String reject(
            @PathVariable String id,
            @RequestParam int revision,
            @RequestParam Map<String, String> form,
            RedirectAttributes flash) {
        return vote("Rejected", word(id, revision, form), form, flash, word -> reviews.reject(word, current.get()));
    }

    private static String vote(
            String done,
            Reviews.Word word,
            Map<String, String> form,
            RedirectAttributes flash,
            Consumer<Reviews.Word> deed) {
        String back = Address.review(word.migration(), word.revision(), word.target());
        return Forms.send(back + "#approve", form, flash, () -> {
            deed.accept(word);
            String phase = word.phase() == null ? "." : ", phase " + word.phase() + ".";
            Forms.say(flash, done + " revision " + word.revision() + " for " + word.target() + phase);
            return back;
        });
    }

    private static Reviews.Word word(String id, int revision, Map<String, String> form) {
        return new Reviews.Word(
                id,
                revision,
                form.getOrDefault("digest", ""),
                form.getOrDefault("target", ""),
                Forms.blankToNull(form.get("phase")),
                seen(form),
                form.getOrDefault("comment", "").strip());
    }

    /** The digests of the SQL that stood on the page. */
    private static Map<String, String> seen(Map<String, String> form) {
        return form.entrySet().stream()
                .filter(field -> field.getKey().startsWith(SEEN))
                .collect(Collectors.toMap(field -> field.getKey().substring(SEEN.length()), Map.Entry::getValue));
    }

    @PostMapping("/migrations/{id}/approvals/{approval}/withdraw")
    String withdrawApproval(
            @PathVariable String id,
            @PathVariable UUID approval,
            @RequestParam int revision,
            @RequestParam String target,
            RedirectAttributes flash) {
        String said = "The approval is withdrawn. What already runs is not stopped by it.";
        return withdraw(
                Address.review(id, revision, target), flash, said, () -> approvals.withdraw(approval, current.get()));
    }

    @PostMapping("/migrations/{id}/rejections/{rejection}/withdraw")
    String withdrawRejection(
            @PathVariable String id,
            @PathVariable UUID rejection,
            @RequestParam int revision,
            @RequestParam String target,
            RedirectAttributes flash) {
        String said = "The rejection is withdrawn.";
        return withdraw(
                Address.review(id, revision, target), flash, said, () -> rejections.withdraw(rejection, current.get()));
    }

    private static String withdraw(String back, RedirectAttributes flash, String said, Runnable deed) {
        return Forms.send(back, Map.of(), flash, () -> {
            deed.run();
            Forms.say(flash, said);
            return back;
        });
    }
}
