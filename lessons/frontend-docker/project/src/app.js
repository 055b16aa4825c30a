const teas = document.querySelectorAll('tbody tr').length;
document.querySelector('#count').textContent = `${teas} teas today`;
