package dev.lockkeeper.api;

import dev.lockkeeper.catalog.Comment;
import dev.lockkeeper.catalog.Comments;
import dev.lockkeeper.security.CurrentPerson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What people say of a revision. */
@RestController
@RequestMapping("/api/v1/migrations/{id}/revisions/{number}/comments")
@Tag(name = "Approvals")
class CommentsApi {

    private final Comments comments;
    private final CurrentPerson person;

    CommentsApi(Comments comments, CurrentPerson person) {
        this.comments = comments;
        this.person = person;
    }

    /**
     * @param text Markdown
     * @param replyTo a comment of the thread; left out to begin one
     * @param phase what it is about; left out for the whole
     * @param step 0-based place in the phase
     */
    record Body(@Nullable String text, @Nullable Long replyTo, @Nullable String phase, @Nullable Integer step) {}

    /**
     * @param comment its id
     * @param replyTo the comment that began the thread; left out when this one did
     * @param text left out once it is withdrawn
     */
    record CommentJson(
            long comment,
            @Nullable Long replyTo,
            @Nullable String phase,
            @Nullable Integer step,
            @Nullable String text,
            String author,
            Instant createdAt,
            @Nullable Instant withdrawnAt) {
        static CommentJson of(Comment comment) {
            return new CommentJson(
                    comment.id(),
                    comment.replyTo(),
                    comment.phase(),
                    comment.step(),
                    comment.withdrawnAt() == null ? comment.text() : null,
                    comment.author(),
                    comment.createdAt(),
                    comment.withdrawnAt());
        }
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Comment on the revision, or reply", description = "Comments are never changed.")
    ResponseEntity<CommentJson> add(@PathVariable String id, @PathVariable int number, @RequestBody Body body) {
        Comment added = comments.add(
                new Comments.Request(id, number, body.text(), body.replyTo(), body.phase(), body.step()), person.get());
        String here = "/api/v1/migrations/" + added.migration() + "/revisions/" + added.revision() + "/comments";
        return ResponseEntity.created(URI.create(here)).body(CommentJson.of(added));
    }

    @GetMapping
    @Operation(summary = "The comments on the revision, oldest first")
    PageBody<CommentJson> list(
            @PathVariable String id,
            @PathVariable int number,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String after) {
        return PageBody.of(comments.list(id, number, after, PageBody.limit(limit), person.get()), CommentJson::of);
    }

    @DeleteMapping("/{comment}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Withdraw a comment of one's own", description = "It stays, marked, without its text.")
    void withdraw(@PathVariable String id, @PathVariable int number, @PathVariable long comment) {
        comments.withdraw(id, number, comment, person.get());
    }
}
