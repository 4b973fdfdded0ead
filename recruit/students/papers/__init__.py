"""Papers printed from one profile: 履歴書, CV, interview sheet, and a résumé for machines."""
