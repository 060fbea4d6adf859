/** What is said below a comment that shows one run alone, because nobody could read what others reported. */
export const unreadNote =
  "> [!NOTE]\n> **This comment shows one run only.** What other runs reported on this pull request could not be read from the home. The next run that can read it shows it again.";
