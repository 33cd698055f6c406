;;; emacs.el --- What the tests set up in Emacs  -*- lexical-binding: t -*-

;; Read by `emacs -q -l`; the test's wishes come by the environment.

(setq inhibit-startup-screen t
      make-backup-files nil
      auto-save-default nil
      create-lockfiles nil
      ring-bell-function #'ignore
      enable-recursive-minibuffers t
      project-find-functions nil
      vc-handled-backends nil)
(set-language-environment "UTF-8")
(setq-default indent-tabs-mode nil)

(defvar getcode-server (getenv "GETCODE_TEST_SERVER"))
(defvar getcode-client (getenv "GETCODE_TEST_CLIENT"))

(when (equal getcode-client "eglot")
  (require 'eglot)
  (add-to-list 'eglot-server-programs `((python-mode js-mode text-mode) . (,getcode-server)))
  (when (getenv "GETCODE_TEST_NO_QUESTIONS")
    (setq eglot-confirm-server-initiated-edits nil)))

(when (equal getcode-client "lsp-mode")
  (require 'lsp-mode)
  (setq lsp-auto-guess-root t
        lsp-guess-root-without-session t
        lsp-enable-file-watchers nil
        lsp-session-file (expand-file-name "lsp-session" (getenv "HOME"))
        lsp-enable-suggest-server-download nil
        lsp-warn-no-matched-clients nil
        lsp-headerline-breadcrumb-enable nil
        lsp-modeline-code-actions-enable nil
        lsp-enable-snippet nil)
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection (lambda () (list getcode-server)))
                    :activation-fn (lambda (&rest _) t)
                    :server-id 'getcode)))

(defun getcode-test-open (file)
  "Visit FILE and connect its language server."
  (switch-to-buffer (find-file-noselect file))
  (pcase getcode-client
    ("eglot" (let ((eglot-sync-connect 20))
               (apply #'eglot (eglot--guess-contact))))
    ("lsp-mode" (lsp))))

(defun getcode-test-connected ()
  "Whether the language server is there."
  (pcase getcode-client
    ("eglot" (and (eglot-managed-p) t))
    ("lsp-mode" (and (bound-and-true-p lsp-mode)
                     (lsp-workspaces)
                     (eq 'initialized (lsp--workspace-status (car (lsp-workspaces))))))))

(defun getcode-test-action (kind)
  "Run the one code action of KIND at point, as its command does."
  (pcase getcode-client
    ("eglot" (eglot-code-actions (point) nil kind t))
    ("lsp-mode" (lsp-execute-code-action-by-kind kind))))

(defun getcode-test-write (text target)
  "Write TEXT into the file TARGET: emacsclient has its own ways with long answers."
  (let ((coding-system-for-write 'utf-8-unix))
    (write-region text nil target nil 'silent)))

(defun getcode-test-text (file target)
  "Write the text of FILE's buffer into TARGET."
  (with-current-buffer (get-file-buffer file)
    (getcode-test-write (buffer-substring-no-properties (point-min) (point-max)) target)))

(defun getcode-test-messages (target)
  "Write what the user was told, and what client and server said, into TARGET."
  (getcode-test-write
   (mapconcat (lambda (buffer)
                (if (string-match-p "\\*Messages\\*\\|EGLOT.*events\\|\\*lsp-log" (buffer-name buffer))
                    (with-current-buffer buffer (buffer-substring-no-properties (point-min) (point-max)))
                  ""))
              (buffer-list) "\n")
   target))

(setq server-socket-dir (getenv "GETCODE_TEST_SOCKETS")
      server-name "emacs")
(require 'server)
(server-start)
